/**
 * The exporter can not start on this database or with this key: the message says why and what to do.
 * Whoever starts the service prints it and exits; nothing was written when it is thrown.
 */
export class StoreRefusal extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreRefusal';
  }
}
