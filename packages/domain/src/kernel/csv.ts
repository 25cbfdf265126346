/** Text for spreadsheets: RFC 4180, and nothing that one of them would run. */

/**
 * A cell that a spreadsheet would run as a formula is given back as the text it is, by a leading
 * apostrophe. Figures never come here: `-182.40` is no formula.
 */
export function safeCell(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** One record: fields quoted where they must be, CRLF, so that every spreadsheet reads it alike. */
export function csvLine(fields: readonly string[]): string {
  const quote = (field: string) =>
    /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  return `${fields.map(quote).join(',')}\r\n`;
}
