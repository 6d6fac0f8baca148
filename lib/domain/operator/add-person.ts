import type { z } from "zod";
import { RegisterInput } from "@/lib/contracts/users";
import { OperationError } from "@/lib/domain/errors";
import { fieldReasons } from "@/lib/domain/field-reasons";
import { createAccount } from "@/lib/domain/users/create-account";
import type { OperatorContext } from "./person";

/**
 * Makes an account by the rules of registering, without a session; answers its id.
 * @throws `validation_failed` with a reason for each field · `conflict` (username_taken)
 */
export async function addPerson(ctx: OperatorContext, input: z.input<typeof RegisterInput>): Promise<number> {
  const parsed = RegisterInput.safeParse(input, { reportInput: true });
  if (!parsed.success) throw new OperationError("validation_failed", { fields: fieldReasons(parsed.error) });
  const { user } = await createAccount(ctx, async () => "", parsed.data);
  return user.id;
}
