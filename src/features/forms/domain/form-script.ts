import { formWords } from './form-words.ts'

// Runs on other people's pages: small, alone, and without anything that an old browser does not know. The page is told of
// what was sent by an event, for its own counters.
const source = `(function () {
  var address = document.currentScript.src.replace(/\\/script\\.js.*$/, '')
  var words = WORDS
  var mark = MARK
  function say(form, text) {
    var place = form.querySelector('[role=status]')
    if (place) place.textContent = text
  }
  function send(form) {
    var button = form.querySelector('[type=submit]')
    var data = new URLSearchParams(new FormData(form))
    data.set('mark', mark)
    data.set('page', location.href.slice(0, 1000))
    if (button) button.disabled = true
    say(form, words.sending)
    return fetch(address, { method: 'POST', body: data, credentials: 'omit', headers: { accept: 'application/json' } })
      .then(function (answer) {
        return answer.json().then(function (body) {
          if (!answer.ok) return say(form, words.refusals[body.error.code] || words.offline)
          mark = body.mark
          form.reset()
          say(form, words.thanks)
          form.dispatchEvent(new CustomEvent('gorn:sent', { bubbles: true }))
        })
      })
      .catch(function () { say(form, words.offline) })
      .then(function () { if (button) button.disabled = false })
  }
  document.addEventListener('submit', function (event) {
    if (event.target.action !== address) return
    event.preventDefault()
    send(event.target)
  })
})()
`

/** The script of a form, with the mark of when it was fetched. */
export function formScript(language: 'ru' | 'en', mark: string): string {
  const { sending, offline, thanks, refusals } = formWords[language]
  const words = JSON.stringify({ sending, offline, thanks, refusals }).replaceAll('<', '\\u003c')
  return source.replace('WORDS', () => words).replace('MARK', () => JSON.stringify(mark))
}
