/** A refusal in HTTP's words (RFC 9110); Pusher's server libraries show `message` to the developer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
