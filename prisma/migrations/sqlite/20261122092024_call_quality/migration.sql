-- AlterTable
ALTER TABLE "live_calls" ADD COLUMN "warm_device_id" TEXT;

-- CreateTable
CREATE TABLE "call_reports" (
    "call_id" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "route" TEXT NOT NULL,
    "loss" REAL NOT NULL,
    "jitter_ms" REAL NOT NULL,
    "round_trip_ms" REAL NOT NULL,
    "mos" REAL NOT NULL,
    "reported_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("call_id", "user_id"),
    CONSTRAINT "call_reports_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "calls" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "call_reports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_users" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "username" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search_text" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "email" TEXT,
    "about" TEXT NOT NULL DEFAULT '',
    "avatar_key" TEXT,
    "locale" TEXT,
    "hide_presence" BOOLEAN NOT NULL DEFAULT false,
    "relay_only" BOOLEAN NOT NULL DEFAULT false,
    "calls_seen_at" DATETIME,
    "last_seen_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" DATETIME
);
INSERT INTO "new_users" ("about", "avatar_key", "created_at", "deleted_at", "email", "hide_presence", "id", "last_seen_at", "locale", "name", "password_hash", "search_text", "username") SELECT "about", "avatar_key", "created_at", "deleted_at", "email", "hide_presence", "id", "last_seen_at", "locale", "name", "password_hash", "search_text", "username" FROM "users";
DROP TABLE "users";
ALTER TABLE "new_users" RENAME TO "users";
CREATE UNIQUE INDEX "users_username_key" ON "users"("username");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
