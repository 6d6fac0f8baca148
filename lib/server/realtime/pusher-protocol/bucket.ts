/** So many at once, refilled steadily (token bucket). */
export class Bucket {
  private tokens: number;
  private filledAt = Date.now();

  constructor(private readonly rate: { burst: number; perSecond: number }) {
    this.tokens = rate.burst;
  }

  /** False when it is empty. */
  take(): boolean {
    const now = Date.now();
    const { burst, perSecond } = this.rate;
    this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) / 1000) * perSecond);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
