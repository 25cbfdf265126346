/** Three moments of one order, in the page's own timing: the click, the answer, the decision painted. */
const CLICK = 'order-click';
const ANSWER = 'order-answer';
const PAINTED = 'order-painted';

/** Of the newest order alone: the timeline of a tab that trades all day stays short. */
export function markClick(): void {
  for (const name of [CLICK, ANSWER, PAINTED]) performance.clearMarks(name);
  performance.mark(CLICK);
}

export function markAnswer(): void {
  performance.mark(ANSWER);
}

/** To be called when the decision is committed to the page: the frame after it has shown it. */
export function markPainted(): void {
  requestAnimationFrame(() => setTimeout(() => performance.mark(PAINTED)));
}
