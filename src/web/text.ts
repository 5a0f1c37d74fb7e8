import { createContext, useContext } from 'react'
import type { Language } from '#kernel/format.ts'

export type Texts<T> = { ru: T; en: T }

export const LanguageContext = createContext<Language>('ru')

/** The language that the person reads. */
export function useLanguage(): Language {
  return useContext(LanguageContext)
}

/** The texts of a screen in the reader's language. */
export function useTexts<T>(texts: Texts<T>): T {
  return texts[useLanguage()]
}

const KEY = 'gorn.language'

/** The language before anybody signed in: chosen here before, or the browser's. */
export function guessLanguage(): Language {
  const kept = localStorage.getItem(KEY)
  if (kept === 'ru' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('ru') ? 'ru' : 'en'
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEY, language)
  document.documentElement.lang = language
}
