-- CreateTable
CREATE TABLE "uploads" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "owner_id" INTEGER NOT NULL,
    "message_id" INTEGER,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "duration_ms" INTEGER,
    "waveform" TEXT,
    "storage_key" TEXT NOT NULL,
    "thumb_key" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "uploads_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "uploads_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "reactions" (
    "message_id" INTEGER NOT NULL,
    "user_id" INTEGER NOT NULL,
    "emoji" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("message_id", "user_id"),
    CONSTRAINT "reactions_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "reactions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "message_marks" (
    "user_id" INTEGER NOT NULL,
    "message_id" INTEGER NOT NULL,
    "conversation_id" INTEGER NOT NULL,
    "starred_at" DATETIME,
    "hidden_at" DATETIME,
    "rev" INTEGER NOT NULL,

    PRIMARY KEY ("user_id", "message_id"),
    CONSTRAINT "message_marks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "message_marks_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "reports" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reporter_id" INTEGER NOT NULL,
    "reported_id" INTEGER NOT NULL,
    "conversation_id" INTEGER,
    "reason" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "reports_reporter_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "reports_reported_id_fkey" FOREIGN KEY ("reported_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_messages" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "conversation_id" INTEGER NOT NULL,
    "sender_id" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "rev" INTEGER NOT NULL,
    "client_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "search_text" TEXT,
    "call_id" TEXT,
    "reply_to_id" INTEGER,
    "forwarded" BOOLEAN NOT NULL DEFAULT false,
    "edited_at" DATETIME,
    "deleted_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "messages_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "messages_sender_id_fkey" FOREIGN KEY ("sender_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "messages_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "calls" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "messages_reply_to_id_fkey" FOREIGN KEY ("reply_to_id") REFERENCES "messages" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);
INSERT INTO "new_messages" ("body", "call_id", "client_id", "conversation_id", "created_at", "id", "rev", "sender_id", "seq", "type") SELECT "body", "call_id", "client_id", "conversation_id", "created_at", "id", "rev", "sender_id", "seq", "type" FROM "messages";
DROP TABLE "messages";
ALTER TABLE "new_messages" RENAME TO "messages";
CREATE UNIQUE INDEX "messages_call_id_key" ON "messages"("call_id");
CREATE INDEX "messages_conversation_id_rev_idx" ON "messages"("conversation_id", "rev");
CREATE UNIQUE INDEX "messages_conversation_id_seq_key" ON "messages"("conversation_id", "seq");
CREATE UNIQUE INDEX "messages_sender_id_client_id_key" ON "messages"("sender_id", "client_id");
CREATE TABLE "new_participants" (
    "conversation_id" INTEGER NOT NULL,
    "user_id" INTEGER NOT NULL,
    "last_read_seq" INTEGER NOT NULL DEFAULT 0,
    "last_read_at" DATETIME,
    "last_delivered_seq" INTEGER NOT NULL DEFAULT 0,
    "accepted_at" DATETIME,
    "cleared_seq" INTEGER NOT NULL DEFAULT 0,
    "pinned_at" DATETIME,
    "muted_until" DATETIME,
    "archived_at" DATETIME,
    "draft" TEXT NOT NULL DEFAULT '',
    "draft_at" DATETIME,
    "marks_rev" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("conversation_id", "user_id"),
    CONSTRAINT "participants_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "participants_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_participants" ("conversation_id", "last_delivered_seq", "last_read_at", "last_read_seq", "user_id") SELECT "conversation_id", "last_delivered_seq", "last_read_at", "last_read_seq", "user_id" FROM "participants";
DROP TABLE "participants";
ALTER TABLE "new_participants" RENAME TO "participants";
CREATE INDEX "participants_user_id_idx" ON "participants"("user_id");
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
    "hide_receipts" BOOLEAN NOT NULL DEFAULT false,
    "relay_only" BOOLEAN NOT NULL DEFAULT false,
    "calls_seen_at" DATETIME,
    "last_seen_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" DATETIME
);
INSERT INTO "new_users" ("about", "avatar_key", "calls_seen_at", "created_at", "deleted_at", "email", "hide_presence", "id", "last_seen_at", "locale", "name", "password_hash", "relay_only", "search_text", "username") SELECT "about", "avatar_key", "calls_seen_at", "created_at", "deleted_at", "email", "hide_presence", "id", "last_seen_at", "locale", "name", "password_hash", "relay_only", "search_text", "username" FROM "users";
DROP TABLE "users";
ALTER TABLE "new_users" RENAME TO "users";
CREATE UNIQUE INDEX "users_username_key" ON "users"("username");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "uploads_message_id_key" ON "uploads"("message_id");

-- CreateIndex
CREATE INDEX "uploads_owner_id_idx" ON "uploads"("owner_id");

-- CreateIndex
CREATE INDEX "uploads_storage_key_idx" ON "uploads"("storage_key");

-- CreateIndex
CREATE INDEX "uploads_created_at_idx" ON "uploads"("created_at");

-- CreateIndex
CREATE INDEX "reactions_user_id_idx" ON "reactions"("user_id");

-- CreateIndex
CREATE INDEX "message_marks_user_id_conversation_id_rev_idx" ON "message_marks"("user_id", "conversation_id", "rev");

-- CreateIndex
CREATE INDEX "message_marks_user_id_starred_at_idx" ON "message_marks"("user_id", "starred_at");

-- CreateIndex
CREATE INDEX "message_marks_message_id_idx" ON "message_marks"("message_id");

-- CreateIndex
CREATE INDEX "reports_created_at_idx" ON "reports"("created_at");

-- CreateIndex
CREATE INDEX "reports_reporter_id_idx" ON "reports"("reporter_id");

-- CreateIndex
CREATE INDEX "reports_reported_id_idx" ON "reports"("reported_id");

-- Who talked before there were requests goes on talking.
UPDATE "participants" SET "accepted_at" = (SELECT "created_at" FROM "conversations" WHERE "id" = "conversation_id");
