import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { maxImportBytes } from '@sms-crm/contracts/imports';
import { DomainError } from '@sms-crm/domain/context/errors';
import { tooLarge } from '@sms-crm/domain/imports/upload';

/** What a multipart body may hold besides the file, bytes. */
export const multipartOverhead = 64 * 1024;

export type ReceivedFile = { fileName: string; content: Readable };

/**
 * The file of a form, as it comes in; whoever takes it reads it to the end or calls `content.resume()`.
 *
 * @throws DomainError `too_large`, `unsupported_media_type` or `invalid_input`, each with the fix
 */
export async function receiveFile(request: FastifyRequest): Promise<ReceivedFile> {
  if (Number(request.headers['content-length'] ?? 0) > maxImportBytes + multipartOverhead) throw tooLarge();
  if (!request.isMultipart()) {
    throw new DomainError('unsupported_media_type', {
      detail: 'Send the file as multipart/form-data, in a part named “file”.',
    });
  }
  const part = await request.file().catch(unreadableForm);
  if (part === undefined || part.fieldname !== 'file') {
    part?.file.resume();
    throw aboutFile('The form has no file. Send it in a part named “file”.');
  }
  const fileName = nameOf(part);
  if (fileName === '') {
    part.file.resume();
    throw aboutFile(
      'The part “file” names no file. Choose a file, or give its name: filename="contacts.csv".',
    );
  }
  return { fileName, content: part.file };
}

/** The parser leaves an empty file name out, against its types. */
function nameOf(part: { filename: string | undefined }): string {
  return part.filename?.trim() ?? '';
}

/** The form's parser throws plain errors, e.g. without a boundary; what has a status says enough itself. */
function unreadableForm(error: unknown): never {
  if (error instanceof Error && 'statusCode' in error) throw error;
  throw new DomainError('invalid_input', {
    detail:
      'The form cannot be read. Send it as multipart/form-data with its boundary in the header Content-Type; most clients do so when that header is not set by hand.',
    cause: error,
  });
}

function aboutFile(detail: string): DomainError {
  return new DomainError('invalid_input', { detail, fields: [{ field: 'file', detail }] });
}
