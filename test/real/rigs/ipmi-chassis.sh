#!/bin/sh
# The hardware below ipmi_sim, which calls it as  ipmi-chassis.sh FOLDER get|set|check [power|shutdown|… [VALUE]]…
# Its power is in the file FOLDER/power (1 or 0); an orderly shutdown takes a second, or for ever while FOLDER/stuck exists.
folder=$1 operation=$2
shift 2
echo "$operation $*" >>"$folder/chassis.log"
case $operation in
  get)
    for parameter; do
      if [ "$parameter" = power ]; then echo "power:$(cat "$folder/power")"; else echo "$parameter:0"; fi
    done
    ;;
  set)
    while [ $# -gt 1 ]; do
      case $1 in
        power) echo "$2" >"$folder/power" ;;
        shutdown) [ -e "$folder/stuck" ] || (sleep 1; echo 0 >"$folder/power") </dev/null >/dev/null 2>&1 & ;;
      esac
      shift 2
    done
    ;;
esac
exit 0
