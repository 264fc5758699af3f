/** A mail before it is rendered. All its texts are plain text. */
export type Letter = {
  readonly to: string;
  readonly subject: string;
  readonly parts: readonly LetterPart[];
};

export type LetterPart =
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'link'; readonly label: string; readonly url: string }
  /** A text that is copied exactly: a token or a GraphQL document. */
  | { readonly type: 'code'; readonly text: string };

export function renderText({ parts }: Letter): string {
  return `${parts.map(textOf).join('\n\n')}\n`;
}

export function renderHtml({ subject, parts }: Letter): string {
  const body = parts.map(htmlOf).join('\n');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 40rem">
${body}
</body>
</html>
`;
}

function textOf(part: LetterPart): string {
  switch (part.type) {
    case 'paragraph':
      return part.text;
    case 'link':
      return `${part.label}:\n${part.url}`;
    case 'code':
      return part.text.replaceAll(/^/gm, '    ');
  }
}

function htmlOf(part: LetterPart): string {
  switch (part.type) {
    case 'paragraph':
      return `<p>${escapeHtml(part.text)}</p>`;
    case 'link':
      return `<p><a href="${escapeHtml(part.url)}">${escapeHtml(part.label)}</a></p>`;
    case 'code':
      return `<pre style="white-space: pre-wrap">${escapeHtml(part.text)}</pre>`;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
