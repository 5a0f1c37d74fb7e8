/** Who works in the demo company of the stories. */
export const owner = { name: 'Марина Белова', email: 'owner@stories.example', password: 'stories and more' }
export const reader = { name: 'Jane Reader', email: 'reader@stories.example', password: 'stories and more' }

export const ownerState = 'test-results/owner.json'
export const readerState = 'test-results/reader.json'
