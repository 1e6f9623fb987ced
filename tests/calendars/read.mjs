// Reads iCalendar text from standard input and prints what a calendar would take of it.
import ICAL from 'ical.js';
import { readFileSync } from 'node:fs';

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')));
const events = calendar.getAllSubcomponents('vevent');
if (events.length !== 1) throw new Error(`${events.length} events`);
const [event] = events;
const text = name => event.getFirstPropertyValue(name)?.toString() ?? null;
const attendee = event.getFirstProperty('attendee');
console.log(JSON.stringify({
  method: calendar.getFirstPropertyValue('method'),
  uid: text('uid'),
  sequence: event.getFirstPropertyValue('sequence'),
  starts: event.getFirstPropertyValue('dtstart').toJSDate().toISOString(),
  ends: event.getFirstPropertyValue('dtend').toJSDate().toISOString(),
  summary: text('summary'),
  location: text('location'),
  description: text('description'),
  url: text('url'),
  status: text('status'),
  organizer: text('organizer'),
  organizerName: event.getFirstProperty('organizer').getParameter('cn'),
  attendee: attendee.getFirstValue(),
  attendeeName: attendee.getParameter('cn'),
  properties: [...calendar.getAllProperties(), ...event.getAllProperties()].map(p => p.name).sort(),
}));
