import NextLink from 'next/link';
import { openToDemo } from '@/features/styleguide/open-to-demo.ts';
import { STYLEGUIDE_SECTIONS } from '@/features/styleguide/registry.ts';

const PRINCIPLES = [
  ['Numbers are the heroes.', 'The largest thing on a page is the figure its reader came for.'],
  ['Hairlines, not boxes.', 'A filled area means something: selected, at risk, changed.'],
  ['Green is the seal.', 'It marks what is selected, focused, done or proven. Never profit.'],
  ['Say what is unknown.', 'Unconfirmed, stale and partial have a glyph, a word and a clock.'],
  ['Never colour alone.', 'Sign, arrow, shape or fill says it too.'],
  ['Calm by default.', 'One flash per change. Loud only on purpose.'],
] as const;

export default async function StyleguidePage() {
  await openToDemo();
  return (
    <>
      <div className="pt-14 pb-12 max-md:pt-8">
        <h1 className="hero max-w-180 text-balance">
          A ledger page, set like good typography, that can prove itself.
        </h1>
        <p className="max-w-120 pt-4 text-ink-2 text-lead">
          Every part of the platform in every state. What is not on these sheets is not in the
          product.
        </p>
      </div>
      <ol className="border-t">
        {STYLEGUIDE_SECTIONS.map((section, index) => (
          <li key={section.id} className="border-line-faint border-b">
            <NextLink
              href={`/styleguide/${section.id}`}
              className="group grid grid-cols-[2.5rem_minmax(0,1fr)] items-baseline py-2.5 hover:bg-hover md:grid-cols-[2.5rem_minmax(0,1fr)_minmax(0,1.4fr)]"
            >
              <span className="text-ink-3 text-micro">{String(index + 1).padStart(2, '0')}</span>
              <span className="text-title">{section.title}</span>
              <span className="text-ink-3 max-md:col-start-2">{section.about}</span>
            </NextLink>
          </li>
        ))}
      </ol>
      <dl className="grid gap-x-10 gap-y-5 pt-12 md:grid-cols-2 lg:grid-cols-3">
        {PRINCIPLES.map(([name, says]) => (
          <div key={name}>
            <dt className="font-medium">{name}</dt>
            <dd className="max-w-80 text-ink-2">{says}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
