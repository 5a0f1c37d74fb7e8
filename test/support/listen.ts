type Heard = { id: string; kind: string; entity: string | null }

/** Opens the stream of live events of whoever the cookie names, and gathers what they hear. */
export async function listen(url: string, cookie: string, after?: string) {
  const stop = new AbortController()
  const headers = { cookie, ...(after !== undefined && { 'last-event-id': after }) }
  const response = await fetch(`${url}/api/live`, { headers, signal: stop.signal })
  const heard: Heard[] = []
  const read = async (): Promise<void> => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (!data) continue
        const { kind, id } = JSON.parse(data) as { kind: string; id: string | null }
        heard.push({ id: /^id: (\d+)$/m.exec(block)?.[1] ?? '', kind, entity: id })
      }
    }
  }
  const done = read().catch((error: unknown) => {
    if (!(error instanceof DOMException)) throw error
  })
  return {
    heard,
    async close() {
      stop.abort()
      await done
    },
  }
}
