/**
 * The list of steps a command goes through: a live spinner and the time of each step on a
 * terminal, one plain line per step otherwise.
 */

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
const NAME_WIDTH = 12;
const CLEAR_LINE = '\r\u001b[2K';

/** Seconds with one decimal, right-aligned, as in every line of the list. */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * @param {{ out?: NodeJS.WriteStream, live?: boolean, now?: () => number }} options
 */
export function stepList({ out = process.stdout, live = isLive(out), now = nowMs } = {}) {
  const paint = live && process.env.NO_COLOR === undefined ? colours : plain;
  let current;

  function draw() {
    if (current === undefined) return;
    const frame = FRAMES[Math.floor((now() - current.since) / FRAME_MS) % FRAMES.length];
    out.write(`${CLEAR_LINE}${line(paint.accent(frame), current, paint, out.columns || 80)}`);
  }

  function settle(sign, text, failed = false) {
    const ms = now() - current.since;
    const entry = { ...current, text, ms };
    current = undefined;
    if (live) out.write(`${CLEAR_LINE}${line(sign, entry, paint, out.columns || 80)}\n`);
    else
      out.write(
        `${entry.name.padEnd(NAME_WIDTH)} ${failed ? 'FAILED: ' : ''}${text} (${seconds(ms)})\n`,
      );
  }

  async function run(name, text, act) {
    current = { name, text, since: now() };
    if (live) draw();
    else out.write(`${name.padEnd(NAME_WIDTH)} ${text}\n`);
    const timer = live ? setInterval(() => tick(draw, current), FRAME_MS) : undefined;
    try {
      const say = (more) => {
        if (current !== undefined) current.text = more;
      };
      const done = await act(say);
      settle(paint.good('✓'), typeof done === 'string' ? done : text);
      return done;
    } catch (error) {
      settle(paint.bad('✗'), current?.text ?? text, true);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  /** A line above the spinner, without breaking it. */
  function tell(text) {
    if (live && current !== undefined) out.write(CLEAR_LINE);
    out.write(`${text}\n`);
    draw();
  }

  return { run, tell, paint };
}

function tick(draw, current) {
  if (current !== undefined) draw();
}

function line(sign, { name, text, since, ms }, paint, columns = 80) {
  const time = ms === undefined ? '' : seconds(ms);
  void since;
  const room = Math.max(20, Math.min(columns, 100) - NAME_WIDTH - 12);
  const short = text.length > room ? `${text.slice(0, room - 1)}…` : text;
  return `  ${sign} ${name.padEnd(NAME_WIDTH)}${paint.quiet(short.padEnd(room))}${time.padStart(7)}`;
}

function isLive(out) {
  return Boolean(out.isTTY) && process.env.CI === undefined && process.env.TERM !== 'dumb';
}

const nowMs = () => performance.now();
const code = (open, close) => (text) => `\u001b[${open}m${text}\u001b[${close}m`;
const colours = {
  good: code(32, 39),
  bad: code(31, 39),
  accent: code(36, 39),
  quiet: code(2, 22),
  bold: code(1, 22),
};
const same = (text) => text;
const plain = { good: same, bad: same, accent: same, quiet: same, bold: same };
