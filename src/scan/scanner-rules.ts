import { environmentNames, environments } from '../environment.ts';
import { secretPattern } from '../key-format.ts';

export const ruleFormats = ['gitleaks', 'secretlint'] as const;
export type RuleFormat = (typeof ruleFormats)[number];

/** Returns a complete configuration file for a scanner. Scanners cannot check the checksum; `latchkey scan` does. */
export function scannerRules(format: RuleFormat, prefixes: readonly string[], productName: string): string {
  return format === 'gitleaks' ? gitleaks(prefixes, productName) : secretlint(prefixes, productName);
}

/**
 * Go's regular expressions have no look-ahead. The pattern therefore includes the next character, and the group is the
 * key.
 */
function gitleaks(prefixes: readonly string[], productName: string): string {
  const rules = prefixes.map(
    (prefix) => `[[rules]]
id = "latchkey-${prefix}"
description = ${tomlString(`API key of ${productName}`)}
regex = '''(${keyPattern(prefix)})(?:[^0-9A-Za-z]|$)'''
secretGroup = 1
keywords = [${environments.map((environment) => `"${prefix}_${environmentNames[environment]}_"`).join(', ')}]
tags = ["api-key"]
`,
  );
  return `# .gitleaks.toml, written by \`latchkey rules gitleaks\`.\n[extend]\nuseDefault = true\n\n${rules.join('\n')}`;
}

function secretlint(prefixes: readonly string[], productName: string): string {
  const patterns = prefixes.map((prefix) => `/${keyPattern(prefix)}(?![0-9A-Za-z])/`);
  const options = { patterns: [{ name: `API key of ${productName}`, patterns }] };
  return `${JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-pattern', options }] }, null, 2)}\n`;
}

function keyPattern(prefix: string): string {
  const names = environments.map((environment) => environmentNames[environment]).join('|');
  return `${prefix}_(?:${names})_${secretPattern}`;
}

/** JSON escapes like a TOML basic string, except DEL, which a product name cannot contain. */
function tomlString(text: string): string {
  return JSON.stringify(text);
}
