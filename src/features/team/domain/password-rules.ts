/** Why a password is refused. */
export type PasswordFault = 'short' | 'long' | 'common' | 'personal'

export const SHORTEST_PASSWORD = 10
export const LONGEST_PASSWORD = 128

// Words that people put digits after and call it a password; the Russian ones as typed in the other layout as well.
const commonWords = new Set(
  `password passwort passw0rd p@ssw0rd p@ssword pass parol parole qwerty qwertyu qwertyui letmein welcome admin administrator
   root user guest login master manager secret dragon monkey shadow sunshine princess football baseball superman batman
   starwars pokemon iloveyou loveyou trustno changeme default access hello freedom whatever internet computer google
   samsung iphone michael jordan jennifer hunter killer charlie summer winter spring autumn company sales gorn
   пароль парол qwerty йцукен админ администратор менеджер директор привет солнышко любовь люблю наташа марина андрей
   сергей максим дмитрий александр екатерина анастасия россия москва спартак зенит бухгалтер продажи горн секрет
   gfhjkm flvby ghbdtn cjkysirj k.,jdm yfnfif vfhbyf fylhtq cthutq vfrcbv lvbnhbq fktrcfylh hjccbz vjcrdf cgfhnfr`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

// Neighbouring keys and letters in order, both layouts.
const rows = [
  'qwertyuiop[]',
  "asdfghjkl;'",
  'zxcvbnm,./',
  '1234567890-=',
  '0123456789',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
  'abcdefghijklmnopqrstuvwxyz',
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  '1q2w3e4r5t6y7u8i9o0p',
  'qazwsxedcrfvtgbyhnujm',
  '1й2ц3у4к5е6н7г8ш9щ0з',
  'йфяцычувскамепинртгоьшлб',
]
const walks = rows.flatMap((row) => [row, [...row].reverse().join('')])

const fold = (text: string): string => text.toLowerCase().replaceAll('ё', 'е')

/** Whether the text is nothing but walks over the keyboard of three keys or more, one after another. */
function isWalked(text: string): boolean {
  let rest = text
  while (rest.length >= 3) {
    let taken = 0
    for (let length = rest.length; length >= 3 && taken === 0; length--) {
      if (walks.some((walk) => walk.includes(rest.slice(0, length)))) taken = length
    }
    if (taken === 0) return false
    rest = rest.slice(taken)
  }
  return rest.length < 3
}

function isCommon(folded: string): boolean {
  if (new Set(folded).size < 4) return true
  if (isWalked(folded)) return true
  const bare = folded.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return commonWords.has(bare) || (bare !== '' && bare.length >= 3 && isWalked(bare))
}

// Whether hardly anything is left of a password without the words that anybody knows of its owner.
function isPersonal(folded: string, { name, email }: { name: string; email: string }): boolean {
  const known = [fold(email), ...fold(`${name} ${email}`).split(/[^\p{L}\p{N}]+/u)]
  const words = known.filter((word) => word.length >= 4).sort((a, b) => b.length - a.length)
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), folded)
  return rest !== folded && rest.replace(/[^\p{L}]/gu, '').length < 6
}

/** What is wrong with a password of this person; null when it will do. */
export function findPasswordFault(
  password: string,
  person: { name: string; email: string },
): PasswordFault | null {
  if (password.length < SHORTEST_PASSWORD) return 'short'
  if (password.length > LONGEST_PASSWORD) return 'long'
  const folded = fold(password)
  if (isCommon(folded)) return 'common'
  return isPersonal(folded, person) ? 'personal' : null
}
