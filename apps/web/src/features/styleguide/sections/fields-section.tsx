'use client';

import { useState } from 'react';
import { z } from 'zod';
import { Button } from '@/ui/button.tsx';
import { Field, FieldCells } from '@/ui/field.tsx';
import { Form, FormErrors, FormField, useZodForm } from '@/ui/form.tsx';
import { MoneyInput, PriceInput, QuantityInput } from '@/ui/number-input.tsx';
import { OtpInput } from '@/ui/otp-input.tsx';
import { SideSwitch } from '@/ui/segmented.tsx';
import { Select } from '@/ui/select.tsx';
import { PasswordInput, SearchInput, TextArea, TextInput } from '@/ui/text-input.tsx';
import { Specimen, SpecimenGrid } from '../specimen.tsx';

export function FieldsSection() {
  return (
    <SpecimenGrid columns={3}>
      <Texts />
      <Numbers />
      <Wrong />
      <Ticket />
      <SignIn />
      <Codes />
    </SpecimenGrid>
  );
}

function Texts() {
  const [name, setName] = useState('Lindqvist & Co AB');
  const [query, setQuery] = useState('');
  const [note, setNote] = useState('');
  return (
    <Specimen name="Text" about="on a line, not in a box" className="flex flex-col gap-5">
      <Field label="Legal name" hint="As it stands in the register.">
        <TextInput name="legal-name" value={name} onValueChange={setName} />
      </Field>
      <Field label="Registration number" optional>
        <TextInput name="registration" placeholder="559104-2217" />
      </Field>
      <Field label="LEI" disabled>
        <TextInput name="lei" defaultValue="5493 00QX 41" />
      </Field>
      <SearchInput
        label="Find an order"
        placeholder="Find an order"
        value={query}
        onValueChange={setQuery}
        kbd="/"
      />
      <Field label="Note" aside={`${note.length} of 500`}>
        <TextArea name="note" value={note} onValueChange={setNote} maxLength={500} rows={2} />
      </Field>
    </Specimen>
  );
}

function Numbers() {
  const [quantity, setQuantity] = useState<string | null>('2');
  const [price, setPrice] = useState<string | null>('68450');
  const [amount, setAmount] = useState<string | null>(null);
  return (
    <Specimen name="Exact numbers" about="never through a float" className="flex flex-col gap-5">
      <QuantityInput
        label="Quantity"
        name="quantity"
        unit="BTC"
        lot="0.0001"
        value={quantity}
        onValueChange={setQuantity}
        hint="Lots of 0.0001. Arrow keys step by one lot, with Shift by ten."
      />
      <PriceInput
        label="Limit price"
        name="price"
        unit="USD"
        tick="0.01"
        value={price}
        onValueChange={setPrice}
      />
      <MoneyInput
        label="Amount"
        name="amount"
        unit="USD"
        value={amount}
        onValueChange={setAmount}
        placeholder="0.00"
        hint="Paste it as it comes: 1,234.50 USD."
      />
      <p className="break-all text-ink-3 text-label">
        The form holds{' '}
        <code className="font-mono">{JSON.stringify({ quantity, price, amount })}</code>
      </p>
    </Specimen>
  );
}

function Wrong() {
  const [price, setPrice] = useState<string | null>('68450.004');
  const [quantity, setQuantity] = useState<string | null>('6');
  return (
    <Specimen name="Errors" about="what is wrong, and the nearest value that passes">
      <FormErrors
        attempt={0}
        problems={[
          { field: 'off-tick', label: 'Limit price', says: 'is off the tick.' },
          { field: 'over-limit', label: 'Quantity', says: 'is over a limit.' },
        ]}
      />
      <div className="flex flex-col gap-3">
        <PriceInput
          label="Limit price"
          name="off-tick"
          unit="USD"
          tick="0.01"
          value={price}
          onValueChange={setPrice}
        />
        <QuantityInput
          label="Quantity"
          name="over-limit"
          unit="BTC"
          lot="0.01"
          value={quantity}
          onValueChange={setQuantity}
          error="BTC concentration would be 45.2%, limit 45.0%. Buy up to 4.84 BTC."
        />
        <Field label="Legal name" error="Enter the name as it stands in the register.">
          <TextInput name="wrong-name" defaultValue="" />
        </Field>
      </div>
    </Specimen>
  );
}

function Ticket() {
  const [side, setSide] = useState<'Buy' | 'Sell'>('Buy');
  const [quantity, setQuantity] = useState<string | null>('2');
  const [price, setPrice] = useState<string | null>('68450');
  const [type, setType] = useState<'Limit' | 'Market'>('Limit');
  return (
    <Specimen name="Cells" about="fields of a ticket, parted by hairlines">
      <div className="max-w-84">
        <SideSwitch value={side} onValueChange={setSide} />
        <FieldCells className="mt-1">
          <QuantityInput
            label="Quantity"
            size="cell"
            unit="BTC"
            lot="0.0001"
            value={quantity}
            onValueChange={setQuantity}
          />
          <PriceInput
            label="Limit price"
            size="cell"
            unit="USD"
            tick="0.01"
            value={price}
            onValueChange={setPrice}
          />
        </FieldCells>
        <FieldCells>
          <Field label="OrdType" nativeLabel={false}>
            <Select
              size="cell"
              value={type}
              onValueChange={setType}
              options={[
                { value: 'Limit', label: 'Limit' },
                { value: 'Market', label: 'Market' },
              ]}
            />
          </Field>
          <Field label="TimeInForce" nativeLabel={false}>
            <Select
              size="cell"
              value="Day"
              onValueChange={() => {}}
              options={[{ value: 'Day', label: 'Day' }]}
            />
          </Field>
        </FieldCells>
      </div>
    </Specimen>
  );
}

const signInSchema = z.object({
  email: z.email({ error: 'Enter an e-mail address, like e.varga@halcyon.example.' }),
  password: z.string().min(12, { error: 'A password has at least 12 characters.' }),
});

const SIGN_IN_LABELS = { email: 'E-mail', password: 'Password' };

function SignIn() {
  const form = useZodForm(signInSchema, { email: '', password: '' });
  const [sent, setSent] = useState(false);
  return (
    <Specimen name="A form" about="send it empty: the summary takes the focus">
      <Form
        form={form}
        labels={SIGN_IN_LABELS}
        onSubmit={() => setSent(true)}
        className="flex max-w-84 flex-col gap-4"
      >
        <FormField form={form} name="email">
          {(control, error) => (
            <Field label="E-mail" error={error}>
              <TextInput type="email" autoComplete="username" {...control} />
            </Field>
          )}
        </FormField>
        <FormField form={form} name="password">
          {(control, error) => (
            <Field label="Password" error={error}>
              <PasswordInput {...control} />
            </Field>
          )}
        </FormField>
        <Button type="submit" variant="primary" size="large" wide>
          Continue
        </Button>
        {sent && <p className="text-ink-2">Both fields pass. A specimen sends nothing.</p>}
      </Form>
    </Specimen>
  );
}

function Codes() {
  const [code, setCode] = useState('418');
  const [wrong, setWrong] = useState('418027');
  return (
    <Specimen name="Code" about="paste and autofill fill all six" className="flex flex-col gap-5">
      <OtpInput
        label="Code from your authenticator"
        aside="3 tries left"
        value={code}
        onValueChange={setCode}
      />
      <OtpInput
        label="Code from your authenticator"
        value={wrong}
        onValueChange={setWrong}
        error="This code was used already. The next one comes in 14 s."
      />
    </Specimen>
  );
}
