type Data = Record<string, unknown>

export const ru: Record<string, (data: Data) => string> = {
  notOfClient: () => 'Этот человек работает не у этого клиента. Выберите другого.',
}
export const en: typeof ru = {
  notOfClient: () => 'This person is not of this client. Choose another.',
}
