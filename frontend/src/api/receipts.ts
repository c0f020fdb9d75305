/** Signed receipts of how requests ended. */
import { addressOf, send } from './client'

/** The receipt of a request as a file that anybody can check. */
export async function getReceiptFile(ticket: string): Promise<Blob> {
  const parts = { path: { ticket_id: ticket } }
  return (await send(addressOf('student', '/tickets/{ticket_id}/receipt', parts))).blob()
}
