import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';

/** Class names that declare the two faces; they belong on `<html>`, once, in the root layout. */
export const fontVariables = `${GeistSans.variable} ${GeistMono.variable}`;
