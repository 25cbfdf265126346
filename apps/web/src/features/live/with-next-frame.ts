/** Calls back with the next frame; at once where no frame comes, as in a tab that nobody looks at. */
export function withNextFrame(then: () => void): void {
  const isSeen = typeof document !== 'undefined' && document.visibilityState === 'visible';
  if (isSeen) requestAnimationFrame(then);
  else then();
}
