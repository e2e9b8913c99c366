import type { CSSVariablesResolver } from '@mantine/core';

/** Text on light variants: Mantine's own shades miss contrast AA on their tint. */
const lightText = {
  teal: '#065c42',
  red: '#a51111',
  yellow: '#7a4a00',
  orange: '#8a3a00',
  green: '#1d5c2c',
  blue: '#114a80',
  indigo: '#2b3f9e',
  gray: '#343a40',
};

const hues = Object.keys(lightText);

/** Grounds of the light variants, quieter than Mantine's. */
function tints(shade: number, percent: number) {
  return Object.fromEntries(
    hues.flatMap((hue) => {
      const mix = (share: number) =>
        `color-mix(in srgb, var(--mantine-color-${hue}-${shade}) ${share}%, transparent)`;
      return [
        [`--mantine-color-${hue}-light`, mix(percent)],
        [`--mantine-color-${hue}-light-hover`, mix(percent + 5)],
      ];
    }),
  );
}

/** Filled grounds get darker under the mouse; Mantine's lighter shade misses AA with white text. */
const filledHover = Object.fromEntries(
  hues.map((hue) => [
    `--mantine-color-${hue}-filled-hover`,
    `color-mix(in srgb, var(--mantine-color-${hue}-9) 88%, black)`,
  ]),
);

/** Raises every pair of text and ground to AA in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#18211d',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-anchor': lightText.teal,
    '--mantine-color-default-border': '#d5dad7',
    '--control-border': '#868e96',
    ...tints(6, 12),
    ...filledHover,
    ...Object.fromEntries(
      Object.entries(lightText).map(([hue, color]) => [`--mantine-color-${hue}-light-color`, color]),
    ),
  },
  dark: {
    '--mantine-color-text': '#e6eae8',
    '--mantine-color-dimmed': '#b0b0b0',
    '--mantine-color-placeholder': '#b0b0b0',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-anchor': 'var(--mantine-color-teal-4)',
    '--mantine-color-default-border': '#3a423f',
    '--control-border': '#7a7a7a',
    ...tints(6, 16),
    ...filledHover,
    ...Object.fromEntries(
      hues.map((hue) => [`--mantine-color-${hue}-light-color`, `var(--mantine-color-${hue}-2)`]),
    ),
  },
});
