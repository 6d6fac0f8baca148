/** Whether a setting names something outside of DATA_DIR that is kept, or that is told: nothing for a demo to touch. */
export const isElsewhere = (name) =>
  /^(DATABASE_URL|REDIS_URL|UPLOAD_DIR|SOCKET_URL|BROADCAST_DRIVER|(S3|PUSHER|WEBHOOK|OTEL)_.+)$/.test(name);
