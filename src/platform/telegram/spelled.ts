/** A chat as the config names it, in one spelling: Telegram knows names of chats in any case. */
export function spelled(chat: string): string {
  return chat.toLowerCase()
}
