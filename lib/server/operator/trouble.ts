/** Something that the operator can put right: said in a sentence. Told by its name, because scripts have a copy of theirs. */
export class Trouble extends Error {
  override readonly name = "Trouble";
}
