set -u
echo a
echo $undefined
echo b
