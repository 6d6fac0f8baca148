-- AlterTable
ALTER TABLE "users" ADD COLUMN     "admin_since" TIMESTAMP(3),
ADD COLUMN     "locked_at" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "notices" (
    "id" SERIAL NOT NULL,
    "event" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);
