# Reads "add <pid> <signal>" and "remove <pid> -"; each pid leads a process group. When the pipe closes, its owner is
# gone: each group still listed is asked to end, and killed after ten seconds.
trap '' INT TERM HUP

groups=''
while read -r operation pid signal; do
  if [ "$operation" = add ]; then
    groups="$groups $pid:$signal"
    continue
  fi
  kept=''
  for group in $groups; do
    [ "${group%%:*}" = "$pid" ] || kept="$kept $group"
  done
  groups=$kept
done

for group in $groups; do
  kill -s "${group#*:}" "${group%%:*}" 2>/dev/null
done

left=100
while [ "$left" -gt 0 ]; do
  alive=''
  for group in $groups; do
    kill -0 "-${group%%:*}" 2>/dev/null && alive=yes
  done
  [ -n "$alive" ] || exit 0
  sleep 0.1
  left=$((left - 1))
done

for group in $groups; do
  kill -s KILL "-${group%%:*}" 2>/dev/null
done
