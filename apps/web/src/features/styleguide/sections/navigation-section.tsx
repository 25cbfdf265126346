export function NavigationSection() {
  return <p>Not drawn yet.</p>;
}
