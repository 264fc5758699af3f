import { createHash } from 'node:crypto';

/** A Merkle tree with the hashes of RFC 6962, section 2.1. */
export type MerkleTree = {
  readonly size: number;
  readonly root: Buffer;
  /** The hashes that lead from the leaf with this index to the root, beginning with the one next to the leaf. */
  proofOf(index: number): Buffer[];
};

/** The first byte tells the hash of a leaf from that of a node, so that nobody can pass one off as the other. */
function leafHash(leaf: string): Buffer {
  return createHash('sha256').update('\x00').update(leaf, 'utf8').digest();
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update('\x01').update(left).update(right).digest();
}

export function createMerkleTree(leaves: readonly string[]): MerkleTree {
  const levels = levelsAbove(leaves.map(leafHash));
  return {
    size: leaves.length,
    root: levels.at(-1)?.[0] ?? createHash('sha256').digest(),
    proofOf(index) {
      return levels.flatMap((level, height) => level[(index >> height) ^ 1] ?? []);
    },
  };
}

/** Joins neighbours until one hash is left. A hash without a neighbour moves up unchanged, as the RFC splits a tree. */
function levelsAbove(leafHashes: readonly Buffer[]): readonly (readonly Buffer[])[] {
  const levels = [leafHashes];
  for (let level = leafHashes; level.length > 1; ) {
    const below = level;
    level = below.flatMap((left, index) => {
      if (index % 2 === 1) return [];
      const right = below[index + 1];
      return [right === undefined ? left : nodeHash(left, right)];
    });
    levels.push(level);
  }
  return levels;
}

/** Returns the root of the tree that the proof shows this leaf to be in. Null: the proof fits no tree of this size. */
export function rootFromProof(
  leaf: string,
  {
    index,
    size,
    proof,
  }: { readonly index: number; readonly size: number; readonly proof: readonly Buffer[] },
): Buffer | null {
  if (index < 0 || index >= size) return null;
  const rest = [...proof];
  let hash = leafHash(leaf);
  let place = index;
  for (let width = size; width > 1; width = Math.ceil(width / 2), place = Math.floor(place / 2)) {
    const hasNeighbour = place % 2 === 1 || place + 1 < width;
    if (!hasNeighbour) continue;
    const neighbour = rest.shift();
    if (neighbour === undefined) return null;
    hash = place % 2 === 1 ? nodeHash(neighbour, hash) : nodeHash(hash, neighbour);
  }
  return rest.length === 0 ? hash : null;
}
