import { isAgreementColumn, readsNo } from '@sms-crm/contracts/agreement-columns';
import type { ImportColumn, ImportSettings } from '@sms-crm/contracts/imports';
import { withoutDirectionControls } from '@sms-crm/contracts/scalars';

/** Reads which columns of a row say that its person did not agree, whatever its date says and wherever the column goes. */
export class Refusals {
  readonly #columns: readonly { header: string; index: number; isNo: (cell: string) => boolean }[];

  constructor(columns: readonly ImportColumn[], { mapping }: ImportSettings) {
    const read = columns.filter(({ header, index }) => {
      const target = mapping[index];
      return isAgreementColumn(header) && (target?.to !== 'field' || target.field === 'optedInAt');
    });
    this.#columns = read.map(({ header, index, samples }) => ({
      header,
      index,
      isNo: readsNo(header, samples),
    }));
  }

  /** The headers of the columns in which the row says no. */
  of(cells: readonly string[]): string[] {
    return this.#columns
      .filter(({ index, isNo }) => isNo(withoutDirectionControls(cells[index] ?? '')))
      .map(({ header }) => header);
  }
}
