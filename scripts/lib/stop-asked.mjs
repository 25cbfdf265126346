/** One promise for every way a command can be asked to stop. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @param {{ onFirst: () => void, onMore: () => void }} react
 * @returns {{ asked: Promise<void>, isAsked: () => boolean }}
 */
export function stopAsked({ onFirst, onMore }) {
  let isAsked = false;
  let settle;
  const asked = new Promise((resolve) => {
    settle = resolve;
  });
  function ask() {
    if (isAsked) return onMore();
    isAsked = true;
    onFirst();
    settle();
  }
  for (const signal of SIGNALS) process.on(signal, ask);
  // Started by an older Node that is gone now: nobody could stop us any more.
  if (process.channel) {
    process.once('disconnect', ask);
    process.channel.unref();
  }
  return { asked, isAsked: () => isAsked };
}
