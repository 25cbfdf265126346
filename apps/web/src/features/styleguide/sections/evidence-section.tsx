export function EvidenceSection() {
  return <p>Not drawn yet.</p>;
}
