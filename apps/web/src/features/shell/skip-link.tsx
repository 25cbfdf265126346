/** The first stop of Tab: past the navigation, to the page. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="fixed top-1 left-2 z-kill -translate-y-12 rounded-control bg-ink px-3 py-1.5 font-medium text-paper focus:translate-y-0"
    >
      Skip to the page
    </a>
  );
}
