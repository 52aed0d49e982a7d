#!/bin/sh
# What snmpd asks by its directive `pass` (see snmpd.conf(5)): objects are files named by OID in the folder SNMP_RIG, each with
# a line for the type and one for the value. There are no tables in it, so nothing comes after any object.
[ "$1" = -g ] && [ -f "$SNMP_RIG/$2" ] || exit 0
echo "$2"
cat "$SNMP_RIG/$2"
