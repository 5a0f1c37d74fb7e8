import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

// Ten shades around --g-steel; the tokens decide what is seen, Mantine needs the scale.
const steel: MantineColorsTuple = [
  '#eef2f9',
  '#e6ecf7',
  '#c8d4ea',
  '#a9b9d8',
  '#7f9ac9',
  '#56709f',
  '#33558f',
  '#24395f',
  '#1a2b49',
  '#10182a',
]

/** Mantine as the tokens want it. */
export const theme = createTheme({
  primaryColor: 'steel',
  primaryShade: { light: 7, dark: 3 },
  colors: { steel },
  fontFamily: 'var(--g-font)',
  fontFamilyMonospace: 'var(--g-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '24px', xl: '28px' },
  defaultRadius: 6,
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'compact-md', fw: 500 } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NativeSelect: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Drawer: { defaultProps: { position: 'right', size: 480, overlayProps: { backgroundOpacity: 0.25 } } },
  },
})

const mapped = {
  '--mantine-color-body': 'var(--g-sheet)',
  '--mantine-color-text': 'var(--g-ink)',
  '--mantine-color-dimmed': 'var(--g-ink-3)',
  '--mantine-color-placeholder': 'var(--g-ink-3)',
  '--mantine-color-error': 'var(--g-bad)',
  '--mantine-color-default': 'var(--g-sheet)',
  '--mantine-color-default-hover': 'var(--g-hover)',
  '--mantine-color-default-color': 'var(--g-ink)',
  '--mantine-color-default-border': 'var(--g-line-ctl)',
  '--mantine-color-anchor': 'var(--g-link)',
  '--mantine-primary-color-filled': 'var(--g-steel)',
  '--mantine-primary-color-filled-hover': 'var(--g-steel-hover)',
  '--mantine-primary-color-contrast': 'var(--g-ink-on)',
}

export const resolveVariables: CSSVariablesResolver = () => ({
  variables: mapped,
  light: mapped,
  dark: mapped,
})
