import { createTheme } from '@mantine/core';

/** Our own dark greys: neutral with a breath of green, so that the accent belongs. */
const dark = [
  '#e6eae8',
  '#b8c0bd',
  '#9aa39f',
  '#6e7774',
  '#3a423f',
  '#2a302e',
  '#1e2321',
  '#171b1a',
  '#101312',
  '#0b0d0c',
] as const;

const fontFamily = "'Inter Variable', ui-sans-serif, system-ui, -apple-system, 'Segoe UI', sans-serif";

/** Focus rings, radii, sizes and type of all components. Colours with raised contrast: `css-variables.ts`. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: 9,
  colors: { dark },
  fontFamily,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  headings: {
    fontFamily,
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: tooltipDefaults() },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
  },
});

/** Tooltips answer to keyboard and touch too, and stay inside the landmark of what they explain. */
function tooltipDefaults() {
  return {
    withArrow: true,
    multiline: true,
    maw: 300,
    withinPortal: false,
    floatingStrategy: 'fixed',
    events: { hover: true, focus: true, touch: true },
  };
}
