/** An operator's command cannot be done; the message is a sentence for them, and nothing has been changed. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';
}
