import { createHash } from 'node:crypto';
import { ProofTree } from '@/ui/proof-tree.tsx';

/** Thirty-two specimen events, really hashed; the picture claims nothing about events of anybody. */
const LEAVES = Array.from({ length: 32 }, (_, index) =>
  createHash('sha256').update(`specimen event ${index}`).digest('hex'),
);

/** One leaf on its way to the root, drawn once. */
export function ProofPicture() {
  return (
    <ProofTree
      leaves={LEAVES}
      chosen={21}
      animate
      label="One leaf of thirty-two is proven to the root by five hashes."
    />
  );
}
