import { cva, type VariantProps } from 'class-variance-authority';
import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { type ButtonSize, type ButtonVariant, buttonStyles } from './button-styles.ts';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

export const linkStyles = cva('underline-offset-3 hover:underline', {
  variants: {
    variant: {
      accent: 'font-medium text-accent',
      plain: 'text-inherit',
      quiet: 'text-ink-2 hover:text-ink',
    },
  },
  defaultVariants: { variant: 'accent' },
});

/** A way to another page of ours. `plain` inside tables, where the whole column is links. */
export function Link({
  variant,
  className,
  ...rest
}: ComponentProps<typeof NextLink> & VariantProps<typeof linkStyles>) {
  return <NextLink className={cn(linkStyles({ variant }), className)} {...rest} />;
}

/** A way out of the platform: opens apart, tells nobody where it came from, and says so. */
export function ExternalLink({
  variant,
  className,
  children,
  ...rest
}: ComponentProps<'a'> & VariantProps<typeof linkStyles>) {
  return (
    <a
      className={cn(linkStyles({ variant }), 'inline-flex items-center gap-1', className)}
      target="_blank"
      rel="noopener noreferrer"
      {...rest}
    >
      {children}
      <Icon name="arrow-out" size={12} />
      <VisuallyHidden>, opens in a new tab</VisuallyHidden>
    </a>
  );
}

/** A link that looks like a button, because it begins an act on another page. */
export function ButtonLink({
  variant = 'secondary',
  size = 'medium',
  wide = false,
  className,
  ...rest
}: ComponentProps<typeof NextLink> & {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly wide?: boolean;
}) {
  return <NextLink className={cn(buttonStyles({ variant, size, wide }), className)} {...rest} />;
}
