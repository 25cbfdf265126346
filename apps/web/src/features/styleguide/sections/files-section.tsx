export function FilesSection() {
  return <p>Not drawn yet.</p>;
}
