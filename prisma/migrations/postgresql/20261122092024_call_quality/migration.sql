-- AlterTable
ALTER TABLE "live_calls" ADD COLUMN     "warm_device_id" TEXT;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "calls_seen_at" TIMESTAMP(3),
ADD COLUMN     "relay_only" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "call_reports" (
    "call_id" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "route" TEXT NOT NULL,
    "loss" DOUBLE PRECISION NOT NULL,
    "jitter_ms" DOUBLE PRECISION NOT NULL,
    "round_trip_ms" DOUBLE PRECISION NOT NULL,
    "mos" DOUBLE PRECISION NOT NULL,
    "reported_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_reports_pkey" PRIMARY KEY ("call_id","user_id")
);

-- AddForeignKey
ALTER TABLE "call_reports" ADD CONSTRAINT "call_reports_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "calls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_reports" ADD CONSTRAINT "call_reports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
