import { environmentWord } from '@/env.ts';
import { ProofPicture } from '@/features/public/proof-picture.tsx';
import { PublicFrame, PublicMark } from '@/features/public/public-frame.tsx';
import { ButtonLink, Link } from '@/ui/link.tsx';

/** What the ground is made of, each in a sentence that a test of this repository holds up. */
const FACTS = [
  {
    name: 'Exact',
    fact: 'Amounts are decimals from the database to the screen. No figure passes through a float.',
  },
  {
    name: 'Apart',
    fact: 'Each process has a database role of its own, and row-level security keeps clients apart.',
  },
  {
    name: 'Said',
    fact: 'What is live carries its age. What is old, unknown or unconfirmed says so in a word.',
  },
  {
    name: 'Yours',
    fact: 'It runs on your machines, from source, with nothing that calls home.',
  },
] as const;

export default function LandingPage() {
  const isDemo = environmentWord() === 'DEMO';
  return (
    <PublicFrame>
      <header className="flex items-center justify-between px-12 pt-9 max-md:px-gutter max-md:pt-6">
        <PublicMark />
        <Link variant="quiet" href="/sign-in">
          Sign in
        </Link>
      </header>
      <main id="main" tabIndex={-1} className="flex flex-1 flex-col outline-none">
        <section className="grid flex-1 items-center gap-12 px-12 py-12 max-md:gap-8 max-md:px-gutter max-md:py-8 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
          <div>
            <h1 className="hero">
              Every decision,
              <br />
              sealed and provable.
            </h1>
            <p className="max-w-[29rem] pt-3 text-ink-2 text-lead">
              The platform a trading firm runs its whole business on, on its own machines: built so
              that each figure carries its time, and each event can prove itself.
            </p>
            <div className="flex flex-wrap gap-3 pt-7">
              <ButtonLink variant="primary" size="large" href="/sign-in">
                {isDemo ? 'See it run' : 'Sign in'}
              </ButtonLink>
              {isDemo && (
                <ButtonLink size="large" href="/styleguide">
                  See its parts
                </ButtonLink>
              )}
            </div>
          </div>
          <ProofPicture />
        </section>
        <section aria-label="What it rests on" className="border-t">
          <dl className="grid px-12 max-md:px-gutter md:grid-cols-2 xl:grid-cols-4">
            {FACTS.map(({ name, fact }) => (
              <div
                key={name}
                className="border-line-faint py-5 max-md:border-b md:pr-8 xl:border-l xl:pl-5 xl:first:border-l-0 xl:first:pl-0"
              >
                <dt className="pb-1 font-medium">{name}</dt>
                <dd className="text-ink-2">{fact}</dd>
              </div>
            ))}
          </dl>
        </section>
      </main>
    </PublicFrame>
  );
}
