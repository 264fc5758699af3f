import fc from 'fast-check';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { newKeySecret } from '../../src/key-format.ts';
import { scannerRules } from '../../src/scan/scanner-rules.ts';

const gitleaksSchema = z.strictObject({
  extend: z.strictObject({ useDefault: z.literal(true) }),
  rules: z.array(
    z.strictObject({
      id: z.string(),
      description: z.string(),
      regex: z.string(),
      secretGroup: z.literal(1),
      keywords: z.array(z.string()),
      tags: z.array(z.string()),
    }),
  ),
});

const secretlintSchema = z.strictObject({
  rules: z.tuple([
    z.strictObject({
      id: z.literal('@secretlint/secretlint-rule-pattern'),
      options: z.strictObject({
        patterns: z.tuple([z.strictObject({ name: z.string(), patterns: z.array(z.string()) })]),
      }),
    }),
  ]),
});

function gitleaks(prefixes: string[], productName = 'Acme') {
  return gitleaksSchema.parse(parse(scannerRules('gitleaks', prefixes, productName))).rules;
}

function secretlint(prefixes: string[]): RegExp[] {
  const { rules } = secretlintSchema.parse(JSON.parse(scannerRules('secretlint', prefixes, 'Acme')));
  return rules[0].options.patterns[0].patterns.map((pattern) => new RegExp(pattern.slice(1, -1)));
}

const prefix = fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/);
const environment = fc.constantFrom('LIVE' as const, 'TEST' as const);
const around = fc.constantFrom('', '"', "'", '\n', '=', '\\', '%26', ' ', ',', '_');

test('both find every real key of the prefix, whatever stands around it, and take no more than it', () => {
  fc.assert(
    fc.property(prefix, environment, around, around, (name, of, before, after) => {
      const { secret: token } = newKeySecret(name, of);
      const text = `${before}${token}${after}`;
      const [rule] = gitleaks([name]);
      expect(new RegExp(rule?.regex ?? '').exec(text)?.[1]).toBe(token);
      expect(rule?.keywords.some((keyword) => text.toLowerCase().includes(keyword))).toBe(true);
      expect(secretlint([name])[0]?.exec(text)?.[0]).toBe(token);
    }),
  );
});

test('neither finds what is shorter, longer, of another alphabet, environment or prefix', () => {
  const { secret: token } = newKeySecret('sk', 'LIVE');
  const others = [
    token.slice(0, -1),
    `${token}A`,
    token.replace('live', 'prod'),
    token.replace(/.{5}$/, '-----'),
    newKeySecret('rk', 'LIVE').secret,
    'sk_live_',
  ];
  const expressions = [...gitleaks(['sk']).map(({ regex }) => new RegExp(regex)), ...secretlint(['sk'])];
  for (const expression of expressions) {
    expect(expression.test(token)).toBe(true);
    expect(others.filter((other) => expression.test(other))).toEqual([]);
  }
});

test('gitleaks’ expressions use nothing that RE2 lacks, and its file stays TOML whatever the product is called', () => {
  const rules = gitleaks(['sk', 'key'], 'Ac"me\\ \u00fc 日本');
  expect(rules.map(({ id, description }) => [id, description])).toEqual([
    ['latchkey-sk', 'API key of Ac"me\\ \u00fc 日本'],
    ['latchkey-key', 'API key of Ac"me\\ \u00fc 日本'],
  ]);
  for (const { regex } of rules) expect(regex).not.toMatch(/\(\?(?!:)|\\[1-9]/);
});
