export default function LandingPage() {
  return (
    <main className="px-gutter py-12">
      <h1 className="hero">Every decision, sealed and provable.</h1>
    </main>
  );
}
