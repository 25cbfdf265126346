export function FiguresSection() {
  return <p>Not drawn yet.</p>;
}
