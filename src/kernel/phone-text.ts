/** A phone as people read it: +7 495 200-10-20; other countries' numbers as they are kept. */
export function phoneText(phone: string): string {
  return phone.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, '+7 $1 $2-$3-$4')
}
