import { expect, test } from 'vitest';
import { checkDocLinks } from '../src/doc-links/check-doc-links.ts';
import { anchorsOf } from '../src/doc-links/markdown.ts';
import { tempTree } from './kit/temp-folder.ts';

const guide = '# The guide\n\n## Once & twice\n\n## Once & twice\n\n<a id="by-hand"></a>\n';

test('links that lead somewhere are fine, and others are not looked at', () => {
  const text = `[a](docs/guide.md) [b](docs/guide.md#once--twice) [c](docs/guide.md#once--twice-1) [d](#here)
[e](docs/guide.md#by-hand "title") [f](<docs/a b.md>) [g](docs/a%20b.md) ![h](/docs/pic.png) [i](docs) [j][ref]
[k](https://example.com/x) [l](mailto:a@example.com) \`[m](missing.md)\` <img src="docs/pic.png">

\`\`\`sh
[n](missing.md)
\`\`\`

[ref]: docs/guide.md

## Here
`;
  const files = { 'docs/guide.md': guide, 'docs/a b.md': '', 'docs/pic.png': '' };
  expect(checkDocLinks(tempTree({ 'README.md': text, ...files }))).toEqual([]);
});

test.for([
  ['[a](missing.md)', 'missing.md leads nowhere: there is no such file'],
  ['![a](docs/missing.png)', 'docs/missing.png leads nowhere: there is no such file'],
  ['[a](docs/Guide.md)', 'docs/Guide.md leads nowhere: there is no such file'],
  ['[a](docs/guide.md#nope)', 'docs/guide.md#nope leads nowhere: the file has no such heading'],
  ['[a](#nope)', '#nope leads nowhere: the file has no such heading'],
  ['[a](../../outside.md)', '../../outside.md leads nowhere: it is outside of the repository'],
  ['[a]: gone.md', 'gone.md leads nowhere: there is no such file'],
  ['<a href="gone.md">x</a>', 'gone.md leads nowhere: there is no such file'],
])('%s is found', ([text, finding]) => {
  const tree = tempTree({ 'README.md': `# Title\n\n${text}\n`, 'docs/guide.md': guide });
  expect(checkDocLinks(tree)).toEqual([`README.md:3: ${finding}`]);
});

test('anchors are those that GitHub makes', () => {
  const text =
    '# `npm start`, step by step\n## A [link](x.md) here\n### Größe_1\n```\n# not a heading\n```\n';
  expect([...anchorsOf(text)]).toEqual(['npm-start-step-by-step', 'a-link-here', 'größe_1']);
});
