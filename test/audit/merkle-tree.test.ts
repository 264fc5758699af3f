import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMerkleTree, rootFromProof } from '../../src/audit/merkle-tree.ts';

/** The definition of RFC 6962, section 2.1, word for word. */
function rootByDefinition(leaves: readonly string[]): Buffer {
  const sha256 = (...parts: readonly (string | Buffer)[]) =>
    createHash('sha256')
      .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
      .digest();
  const [only = ''] = leaves;
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256('\x00', only);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256('\x01', rootByDefinition(leaves.slice(0, k)), rootByDefinition(leaves.slice(k)));
}

const leaves = fc.array(fc.string(), { maxLength: 40 });

test.each([
  [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
])(
  'a tree with %i of the leaves that Certificate Transparency tests with has the known root',
  (size, root) => {
    const known = ['', '\x00', '\x10', '\x20\x21', '\x30\x31'];
    expect(createMerkleTree(known.slice(0, size)).root.toString('hex')).toBe(root);
  },
);

test('the root is that of the definition in the RFC', () => {
  fc.assert(
    fc.property(leaves, (given) => {
      expect(createMerkleTree(given).root).toEqual(rootByDefinition(given));
    }),
  );
});

test('each leaf leads to the root by its proof', () => {
  fc.assert(
    fc.property(leaves, (given) => {
      const tree = createMerkleTree(given);
      given.forEach((leaf, index) => {
        const proof = tree.proofOf(index);
        expect(rootFromProof(leaf, { index, size: given.length, proof })).toEqual(tree.root);
      });
    }),
  );
});

test('another leaf, another place, or another proof leads elsewhere', () => {
  const filled = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(
      filled,
      fc.nat(),
      fc.string(),
      fc.integer({ min: -2, max: 50 }),
      (given, at, other, place) => {
        const index = at % given.length;
        const leaf = given[index] ?? '';
        const tree = createMerkleTree(given);
        const size = given.length;
        const proof = tree.proofOf(index);
        fc.pre(other !== leaf && place !== index);
        expect(rootFromProof(other, { index, size, proof })).not.toEqual(tree.root);
        expect(rootFromProof(leaf, { index: place, size, proof })).not.toEqual(tree.root);
        expect(rootFromProof(leaf, { index, size, proof: [...proof, tree.root] })).toBeNull();
        if (proof.length > 0)
          expect(rootFromProof(leaf, { index, size, proof: proof.slice(1) })).not.toEqual(tree.root);
      },
    ),
  );
});
