import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldProblem } from '../src/campaigns/field-problem.ts';
import { bareLinks, brokenField, parseTemplate, renderTemplate } from '../src/campaigns/template.ts';

const render = (template: string, values: Record<string, string> = {}) =>
  renderTemplate(parseTemplate(template), values, (position, url) => `<${position}:${url}>`);

test('merge fields take the value, else the fallback, else are reported as empty', () => {
  expect(render('Hi {{first_name}}!', { first_name: 'Ana' })).toEqual({ body: 'Hi Ana!', emptyFields: [] });
  expect(render('Hi {{first_name|there}}!', { first_name: '  ' })).toEqual({
    body: 'Hi there!',
    emptyFields: [],
  });
  expect(render('Hi {{ first_name }}{{city}}!')).toEqual({
    body: 'Hi !',
    emptyFields: ['first_name', 'city'],
  });
  expect(render('{{constructor}}').emptyFields).toEqual(['constructor']);
});

test('links are cut out without the punctuation behind them', () => {
  expect(render('See https://a.example/x?y=1. Or (http://b.example)!').body).toBe(
    'See <0:https://a.example/x?y=1>. Or (<1:http://b.example>)!',
  );
  expect(parseTemplate('https://a.example/{{first_name}}.').links).toEqual([
    'https://a.example/{{first_name}}',
  ]);
});

test('addresses without a scheme are named, other dots and slashes are not', () => {
  expect(
    bareLinks(
      'Visit www.shop.example/sale, shop.example/x! Or https://a.example/www.b.example {{x|www.c.example}}',
    ),
  ).toEqual(['www.shop.example/sale', 'shop.example/x']);
  expect(bareLinks('Mon.-Fri. 9 a.m./5 p.m., and/or ask ana@b.example/x. 24/7 v1.2/3')).toEqual([]);
});

test('values inside links are encoded, so that no value can change where a link leads', () => {
  expect(render('https://a.example/?n={{first_name}}', { first_name: 'A&b=//evil.example #x' }).body).toBe(
    '<0:https://a.example/?n=A%26b%3D%2F%2Fevil.example%20%23x>',
  );
});

test('what looks like a merge field but is none is named', () => {
  expect(brokenField('Hi {{First Name}}')).toBe('{{First Name}}');
  expect(brokenField('Hi {{first_name')).toBe('{{first_name');
  expect(brokenField('Hi {{First Name}} of {{city}}')).toBe('{{First Name}} of');
  expect(brokenField('Hi {{first_name|there}} {x}')).toBeUndefined();
});

test('a link as a fallback is refused with its fix, and words as the fallback of a field in a link are not', () => {
  expect(fieldProblem('See {{last_name|https://a.example/x}} bye')).toMatchObject({
    detail: expect.stringContaining('{{last_name|https://a.example/x}}'),
    fix: expect.stringContaining('Write the link into the text itself'),
  });
  expect(fieldProblem('See {{city|at HTTP://a.example}}')).toBeDefined();
  expect(fieldProblem('{{first_name|there}}: https://a.example/{{city|home}}')).toBeUndefined();
});

test('a merge field that touches the scheme of a link is refused, whether its fallback or a value makes it one', () => {
  for (const template of [
    'http{{a|s}}://bit.ly/x',
    'Hi http{{a|}}://bit.ly/x',
    'h{{a|ttps://bit.ly/x}}',
    '{{a|HTTP}}s://bit.ly/x',
    'https:{{a|//bit.ly/x}}',
    'https:/{{a|/bit.ly/x}}',
    '{{a|ht}}{{b|tps:}}//bit.ly/x',
    '{{a|https://}}',
    'Hi {{a}}//bit.ly/x',
    'see https:{{a}}',
    '{{a|x}}s://bit.ly/x',
  ]) {
    expect([template, fieldProblem(template)?.fix]).toEqual([
      template,
      expect.stringContaining('into the text'),
    ]);
  }
  for (const template of [
    'https://{{city|www}}.example/{{a}}//b?u={{b}}://c',
    '{{a}}https://a.example',
    '{{a|Ana}}: https://a.example',
    'with{{a|out}} 24{{b|/}}7',
    '{{a|him}}/{{b|her}}',
  ]) {
    expect([template, fieldProblem(template)]).toEqual([template, undefined]);
  }
});

test('a text without fields and links comes out as it went in, and a value is never read as a template', () => {
  const plain = fc.string({ maxLength: 200 }).filter((text) => !/\{\{|\}\}|https?:/i.test(text));
  fc.assert(
    fc.property(plain, fc.string({ maxLength: 50 }), (text, value) => {
      expect(render(text).body).toBe(text.trim());
      expect(render('{{first_name|x}}', { first_name: value }).body).toBe(
        value.trim() === '' ? 'x' : value.trim(),
      );
    }),
  );
});
