#!/bin/sh
# Not ipmitool, and no IPMI: it takes the arguments of ipmitool and answers in its words (version 1.8.19), and where a real BMC
# would be it has a folder $IPMITOOL_FOLDER/HOST:PORT with the files
#   power    on, off, or stopping: on once more when it is read, then off
#   policy   always-off, previous or always-on
#   password what the session needs
#   fault    dead, no-soft, lying, no-policy, hang, odd or slow
#   calls    every line of arguments
# The folder is where this program is called from by a script that sets the variable.
host=- port=623 password=
calls=$*
while [ $# -gt 0 ]; do
  case $1 in
    -H) host=$2; shift 2 ;;
    -p) port=$2; shift 2 ;;
    -E) password=$IPMI_PASSWORD; shift ;;
    -*) shift 2 ;;
    *) break ;;
  esac
done
bmc=$IPMITOOL_FOLDER/$host:$port
value() { cat "$bmc/$1" 2>/dev/null; }
fail() { echo "$1" >&2; exit 1; }

echo 'Get HPM.x Capabilities request failed, compcode = d4' >&2
[ -d "$bmc" ] || fail 'Error: Unable to establish IPMI v2 / RMCP+ session'
echo "$calls" >>"$bmc/calls"
[ "$(value fault)" != dead ] && [ "$password" = "$(value password)" ] || fail 'Error: Unable to establish IPMI v2 / RMCP+ session'
[ "$(value fault)" != hang ] || exec sleep 60
if [ "$(value fault)" = slow ]; then
  echo + >>"$IPMITOOL_FOLDER/running"
  sleep 0.2
  echo - >>"$IPMITOOL_FOLDER/running"
fi

switch() { [ "$(value fault)" = lying ] || echo "$1" >"$bmc/power"; }
case "$*" in
  'chassis power status')
    [ "$(value fault)" != odd ] || { echo 'Chassis Power is '; exit 0; }
    power=$(value power)
    if [ "$power" = stopping ]; then power=on; switch off; fi
    echo "Chassis Power is $power"
    ;;
  'chassis power soft')
    [ "$(value fault)" != no-soft ] || fail 'Set Chassis Power Control to Soft failed: Invalid data field in request'
    [ "$(value power)" != off ] || fail 'Set Chassis Power Control to Soft failed: Command not supported in present state'
    switch stopping
    echo 'Chassis Power Control: Soft'
    ;;
  'chassis power off') switch off; echo 'Chassis Power Control: Down/Off' ;;
  'chassis power on') switch on; echo 'Chassis Power Control: Up/On' ;;
  'chassis status')
    printf 'System Power         : %s\nPower Restore Policy : %s\n' "$(value power)" "$(value policy)"
    ;;
  'chassis policy always-off' | 'chassis policy previous' | 'chassis policy always-on')
    [ "$(value fault)" != no-policy ] || fail 'Power Restore Policy command failed: Invalid command'
    echo "$3" >"$bmc/policy"
    echo "Set chassis power restore policy to $3"
    ;;
  *) fail "Invalid chassis command: $*" ;;
esac
