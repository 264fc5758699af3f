import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html, markdown } from '../../src/http/reference/html.ts';

test('whatever stands in a text or in Markdown, no element comes of it', () => {
  const text = fc.string({ unit: fc.constantFrom('<', '>', '"', '&', '`', '*', 'a', '\n', '<script>') });
  fc.assert(
    fc.property(text, (value) => {
      expect(html`${value}`.text).not.toMatch(/[<>"]/);
      expect(markdown(value).text.replaceAll(/<\/?(p|code|strong)>/g, '')).not.toMatch(/[<>"]/);
    }),
  );
});

test('Markdown of descriptions: paragraphs, code, bold', () => {
  expect(markdown('A `b<c>` **d**\n\ne').text).toBe(
    '<p>A <code>b&lt;c&gt;</code> <strong>d</strong></p><p>e</p>',
  );
});
